package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list that may come in pages: whole, or lazily item by item.
 *
 * <p>A list that changes between two pages could hide an item, so each page begins with the last
 * item of the page before, which must be the same. A partial list is never returned as the whole
 * list. Stateless.
 *
 * @param <T> the type of an item
 */
public final class Pages<T> {

  /** The limit for items; no list of subscriptions is longer. */
  static final int MAX_ITEMS = 10_000;

  private static final int MAX_ATTEMPTS = 3;

  private final HttpApi api;
  private final ApiCall call;
  private final String name;
  private final Function<Json, T> item;

  /**
   * Describes a list.
   *
   * @param name of the array with the items; a bare array is read as well
   * @param item reads an item
   */
  public Pages(HttpApi api, ApiCall call, String name, Function<Json, T> item) {
    this.api = api;
    this.call = call;
    this.name = name;
    this.item = item;
  }

  /**
   * Returns the whole list, read within one budget. If it changes meanwhile it is read again.
   *
   * @throws ApiException if the vendor refuses
   * @throws TransportException if no usable response arrives, the pages contradict each other, or
   *     there are more than 10,000 items
   */
  public List<T> all() {
    Deadline deadline = api.deadline();
    for (int attempt = 1; ; attempt++) {
      try {
        List<T> all = new ArrayList<>();
        new PageIterator(api, call, name, () -> deadline)
            .forEachRemaining(json -> all.add(item.apply(json)));
        return List.copyOf(all);
      } catch (InconsistentPages e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e.toTransportException(call);
        }
      }
    }
  }

  /**
   * Returns the items one after another; a page is read when its first item is needed, each page
   * within a budget of its own.
   *
   * <p>The stream throws what {@link #all()} throws; a list that changes between two pages is an
   * error, since items that were returned cannot be taken back.
   */
  public Stream<T> stream() {
    Iterator<Json> items = new PageIterator(api, call, name, api::deadline);
    Iterator<T> read =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            try {
              return items.hasNext();
            } catch (InconsistentPages e) {
              throw e.toTransportException(call);
            }
          }

          @Override
          public T next() {
            try {
              return item.apply(items.next());
            } catch (InconsistentPages e) {
              throw e.toTransportException(call);
            }
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(read, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  static TransportException unreadable(ApiCall call, String explanation) {
    return new TransportException(
        call.operation(), Reason.UNREADABLE_RESPONSE, true, explanation, null);
  }

  /** Pages that contradict each other; reading the list again may help. */
  static final class InconsistentPages extends RuntimeException {

    private static final long serialVersionUID = 1;

    InconsistentPages(String message) {
      super(message);
    }

    private TransportException toTransportException(ApiCall call) {
      return unreadable(call, getMessage() + "; read the list again");
    }
  }
}
