package dev.keyhook.cli.listen;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for requests: virtual ones where the JDK has them, from 21 on. */
final class Threads {

  private Threads() {}

  static ExecutorService forRequests() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "keyhook-request");
            thread.setDaemon(true);
            return thread;
          });
    }
  }
}
