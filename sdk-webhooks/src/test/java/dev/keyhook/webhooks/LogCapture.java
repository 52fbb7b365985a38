package dev.keyhook.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures what receivers write to {@link System.Logger}. */
final class LogCapture extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger(WebhookReceiver.class.getName());
  final List<LogRecord> records = new ArrayList<>();

  LogCapture() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  List<String> lines() {
    return records.stream().map(line -> line.getLevel() + " " + line.getMessage()).toList();
  }

  @Override
  public synchronized void publish(LogRecord line) {
    records.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
