package dev.keyhook.spring;

import dev.keyhook.inbox.InboxWorker;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the worker before the web server accepts requests, and stops it after the web server,
 * before beans such as the connection pool are closed.
 */
final class InboxWorkerLifecycle implements SmartLifecycle {

  /** Spring Boot starts its web server in phase {@code Integer.MAX_VALUE - 2048}. */
  private static final int BEFORE_WEB_SERVER = Integer.MAX_VALUE - 4096;

  private final Supplier<@Nullable InboxWorker> starter;
  private @Nullable InboxWorker worker;
  private boolean isRunning;

  /**
   * Creates the lifecycle of a worker.
   *
   * @param starter starts the worker; returns null if no worker is needed
   */
  InboxWorkerLifecycle(Supplier<@Nullable InboxWorker> starter) {
    this.starter = starter;
  }

  @Override
  public synchronized void start() {
    if (!isRunning) {
      worker = starter.get();
      isRunning = true;
    }
  }

  @Override
  public synchronized void stop() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
    isRunning = false;
  }

  @Override
  public synchronized boolean isRunning() {
    return isRunning;
  }

  @Override
  public int getPhase() {
    return BEFORE_WEB_SERVER;
  }
}
