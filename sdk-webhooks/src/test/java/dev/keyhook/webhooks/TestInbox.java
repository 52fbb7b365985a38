package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.store.Inbox;
import dev.keyhook.store.InboxEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An inbox that records the entries of each call, and fails when a test requests it. */
final class TestInbox implements Inbox {

  final List<List<InboxEntry>> calls = new ArrayList<>();
  @Nullable RuntimeException failure;

  @Override
  public synchronized void append(List<InboxEntry> entries) {
    if (failure != null) {
      throw failure;
    }
    calls.add(List.copyOf(entries));
  }

  List<InboxEntry> entries() {
    return calls.stream().flatMap(List::stream).toList();
  }

  List<String> bodies() {
    return entries().stream().map(entry -> UTF_8.decode(entry.body()).toString()).toList();
  }

  @Override
  public void close() {}
}
