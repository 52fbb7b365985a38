package dev.keyhook.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import dev.keyhook.store.InboxUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class InboxContractTest {

  /** What survives a restart. */
  private static class Store {

    final List<InboxEntry> entries = new ArrayList<>();
    final Set<String> keys = new HashSet<>();

    Inbox open() {
      return new InMemoryInbox(this);
    }

    void append(List<InboxEntry> all) {
      for (InboxEntry entry : all) {
        if (entry.id().isEmpty() || keys.add(key(entry))) {
          add(entry);
        }
      }
    }

    void add(InboxEntry entry) {
      entries.add(entry);
    }

    String key(InboxEntry entry) {
      return entry.endpoint() + "\0" + entry.id().orElseThrow();
    }

    List<byte[]> bodies(String endpoint) {
      return entries.stream()
          .filter(entry -> entry.isReadable() && entry.endpoint().equals(endpoint))
          .map(
              entry -> {
                byte[] body = new byte[entry.body().remaining()];
                entry.body().get(body);
                return body;
              })
          .toList();
    }
  }

  private static final class InMemoryInbox implements Inbox {

    private final Store store;
    private boolean isClosed;

    InMemoryInbox(Store store) {
      this.store = store;
    }

    @Override
    public synchronized void append(List<InboxEntry> entries) {
      if (isClosed) {
        throw new InboxUnavailableException("The inbox is closed", null);
      }
      store.append(entries);
    }

    @Override
    public synchronized void close() {
      isClosed = true;
    }
  }

  private static void assertRejects(Store store, Function<Store, Inbox> open, String message) {
    assertThatThrownBy(() -> InboxContract.check(() -> open.apply(store), store::bodies))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  private static void assertRejects(Store store, String message) {
    assertRejects(store, Store::open, message);
  }

  @Test
  void acceptsAnInboxThatFulfilsTheContractAlsoTheSecondTime() {
    Store store = new Store();
    assertThatCode(() -> InboxContract.check(store::open, store::bodies))
        .doesNotThrowAnyException();
    assertThatCode(() -> InboxContract.check(store::open, store::bodies))
        .doesNotThrowAnyException();
  }

  @Test
  void rejectsAnInboxThatStoresDuplicates() {
    assertRejects(
        new Store() {
          @Override
          void append(List<InboxEntry> all) {
            all.forEach(this::add);
          }
        },
        "must hold 2 entries, but holds 5 (check once)");
  }

  @Test
  void rejectsAnInboxThatForgetsIdsAtARestart() {
    assertRejects(
        new Store(),
        store -> {
          store.keys.clear();
          return store.open();
        },
        "must hold 3 entries, but holds 4 (check once)");
  }

  @Test
  void rejectsAnInboxThatForgetsEntriesAtARestart() {
    Store store = new Store();
    assertThatThrownBy(
            () ->
                InboxContract.check(
                    store::open,
                    endpoint -> {
                      store.entries.clear();
                      return store.bodies(endpoint);
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("must hold [a1, a2, a3], but holds []");
  }

  @Test
  void rejectsAnInboxThatReordersTheEntriesOfACall() {
    assertRejects(
        new Store() {
          @Override
          void append(List<InboxEntry> all) {
            List<InboxEntry> reversed = new ArrayList<>(all);
            Collections.reverse(reversed);
            super.append(reversed);
          }
        },
        "must hold [a1, a2, a3], but holds [a1, a3, a2]");
  }

  @Test
  void rejectsAnInboxThatTakesIdsOfOtherEndpointsForDuplicates() {
    assertRejects(
        new Store() {
          @Override
          String key(InboxEntry entry) {
            return entry.id().orElseThrow();
          }
        },
        "but holds [] (check once)");
  }

  @Test
  void rejectsAnInboxThatShortensIds() {
    assertRejects(
        new Store() {
          @Override
          String key(InboxEntry entry) {
            String id = entry.id().orElseThrow();
            return entry.endpoint() + "\0" + id.substring(0, Math.min(255, id.length()));
          }
        },
        "must hold [long text b], but holds []");
  }

  @Test
  void rejectsAnInboxThatTakesEntriesWithoutIdForDuplicates() {
    assertRejects(
        new Store() {
          @Override
          void append(List<InboxEntry> all) {
            for (InboxEntry entry : all) {
              if (keys.add(entry.endpoint() + "\0" + entry.id().orElse(""))) {
                add(entry);
              }
            }
          }
        },
        "must hold [same, same, same], but holds [same]");
  }

  @Test
  void rejectsAnInboxThatAcceptsEntriesOnceItIsClosed() {
    assertRejects(
        new Store(),
        store ->
            new Inbox() {
              @Override
              public synchronized void append(List<InboxEntry> entries) {
                store.append(entries);
              }

              @Override
              public void close() {}
            },
        "append() must throw once the inbox is closed");
  }
}
