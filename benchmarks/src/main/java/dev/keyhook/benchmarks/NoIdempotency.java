package dev.keyhook.benchmarks;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Transaction;

/** Runs the work of each delivery, and records no keys. */
final class NoIdempotency implements Idempotency {

  private static final Transaction NO_TRANSACTION = Transaction.none("Benchmarks need none.");

  @Override
  public Result once(String endpoint, String key, Work work) throws Exception {
    work.run(NO_TRANSACTION);
    return Result.DONE;
  }
}
