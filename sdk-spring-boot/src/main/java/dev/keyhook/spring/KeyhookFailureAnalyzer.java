package dev.keyhook.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with the configuration and how to correct it, instead of a stack trace. */
final class KeyhookFailureAnalyzer extends AbstractFailureAnalyzer<KeyhookConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, KeyhookConfigurationException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
  }
}
