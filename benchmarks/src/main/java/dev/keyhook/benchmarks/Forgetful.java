package dev.keyhook.benchmarks;

import dev.keyhook.webhooks.IdempotencyStore;

/** A store for which each delivery is the first. */
final class Forgetful implements IdempotencyStore {

  @Override
  public Claim claim(String key) {
    return Claim.FIRST;
  }

  @Override
  public void complete(String key) {}

  @Override
  public void release(String key) {}
}
