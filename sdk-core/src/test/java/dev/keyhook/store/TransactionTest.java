package dev.keyhook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class TransactionTest {

  @Test
  void returnsTheCallersResourceByItsTypeAndSupertypes() {
    StringBuilder resource = new StringBuilder();
    Transaction transaction = Transaction.of(StringBuilder.class, resource);

    assertThat(transaction.unwrap(StringBuilder.class)).isSameAs(resource);
    assertThat(transaction.unwrap(CharSequence.class)).isSameAs(resource);
    assertThatIllegalStateException()
        .isThrownBy(() -> transaction.unwrap(String.class))
        .withMessage("This transaction has a java.lang.StringBuilder, not a java.lang.String");
    assertThat(transaction).hasToString("Transaction[java.lang.StringBuilder]");
  }

  @Test
  void noneSaysHowToGetOne() {
    Transaction none = Transaction.none("Use a database.");

    assertThatIllegalStateException()
        .isThrownBy(() -> none.unwrap(Object.class))
        .withMessage("There is no transaction. Use a database.");
    assertThat(none).hasToString("Transaction[none]");
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> Transaction.of(null, "a"));
    assertThatNullPointerException().isThrownBy(() -> Transaction.of(String.class, null));
    assertThatNullPointerException().isThrownBy(() -> Transaction.none(null));
  }
}
