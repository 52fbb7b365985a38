package dev.keyhook.subscriptions;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results of checking a callback URL in the way the vendor will.
 *
 * <p>It is the view of this machine: the vendor's name servers, trusted authorities and network
 * path may differ. Immutable.
 */
public final class PreflightReport {

  private final List<PreflightFinding> findings;

  private PreflightReport(List<PreflightFinding> findings) {
    this.findings = findings;
  }

  /** Returns a report of these findings. */
  public static PreflightReport of(List<PreflightFinding> findings) {
    return new PreflightReport(List.copyOf(findings));
  }

  /** Returns the findings in the order of the checks. */
  public List<PreflightFinding> findings() {
    return findings;
  }

  /** Returns whether all checks passed. */
  public boolean isReady() {
    return findings.stream()
        .allMatch(finding -> finding.outcome() == PreflightFinding.Outcome.PASSED);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PreflightReport that && findings.equals(that.findings);
  }

  @Override
  public int hashCode() {
    return findings.hashCode();
  }

  /** Returns the findings as lines of text. */
  @Override
  public String toString() {
    return findings.stream()
        .map(PreflightFinding::toString)
        .collect(Collectors.joining("\n", isReady() ? "Ready\n" : "Not ready\n", ""));
  }
}
