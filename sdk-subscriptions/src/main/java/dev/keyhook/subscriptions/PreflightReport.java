package dev.keyhook.subscriptions;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor would find at a callback URL, found before the vendor is asked.
 *
 * <p>It is this machine's view: the vendor's name server, trusted authorities and way through your
 * firewall may differ. Immutable.
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

  /** Returns what each check found, in the order in which they were made. */
  public List<PreflightFinding> findings() {
    return findings;
  }

  /** Says whether all checks passed. */
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

  /** Returns the findings as lines for people. */
  @Override
  public String toString() {
    return findings.stream()
        .map(PreflightFinding::toString)
        .collect(Collectors.joining("\n", isReady() ? "Ready\n" : "Not ready\n", ""));
  }
}
