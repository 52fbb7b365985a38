package dev.keyhook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.store.Idempotency;
import dev.keyhook.store.Transaction;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdempotencyContractTest {

  private static final Transaction NONE = Transaction.none("There is none in this test");

  @Test
  void acceptsTheStoreInMemory() throws Exception {
    Idempotency store = Idempotency.inMemory();
    IdempotencyContract.check(store);
    IdempotencyContract.check(store);
    assertThat(store.once("other", "once", transaction -> {})).isEqualTo(Idempotency.Result.DONE);
  }

  @Test
  void rejectsAStoreThatRunsEverything() {
    assertThatThrownBy(
            () ->
                IdempotencyContract.check(
                    (endpoint, key, work) -> {
                      work.run(NONE);
                      return Idempotency.Result.DONE;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the second call must be DUPLICATE");
  }

  @Test
  void rejectsAStoreThatForgetsTheEndpoint() {
    Idempotency store = Idempotency.inMemory();
    assertThatThrownBy(
            () -> IdempotencyContract.check((endpoint, key, work) -> store.once("same", key, work)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the key at another endpoint");
  }

  @Test
  void rejectsAStoreThatRecordsTheKeyBeforeTheWork() {
    Set<String> done = new HashSet<>();
    assertThatThrownBy(
            () ->
                IdempotencyContract.check(
                    (endpoint, key, work) -> {
                      if (!done.add(endpoint + key)) {
                        return Idempotency.Result.DUPLICATE;
                      }
                      work.run(NONE);
                      return Idempotency.Result.DONE;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the call after a failure");
  }

  @Test
  void rejectsAStoreThatCutsLongKeys() {
    Idempotency store = Idempotency.inMemory();
    assertThatThrownBy(
            () ->
                IdempotencyContract.check(
                    (endpoint, key, work) ->
                        store.once(endpoint, key.substring(0, Math.min(255, key.length())), work)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a very long key");
  }
}
