package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.ApiException;
import dev.keyhook.subscriptions.TransportException;
import dev.keyhook.subscriptions.TransportException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a list that may come in pages, all of it or not at all: half a list would be mistaken for
 * the whole. Stateless.
 */
public final class Pages {

  /** Enough for any list of subscriptions, and an end for a vendor that never comes to one. */
  private static final int MOST = 1000;

  private Pages() {}

  /**
   * Asks for pages until there are as many items as {@code total} says, within one budget.
   *
   * <p>The first request has no parameters; the next ones repeat the answer's {@code limit} and
   * count up {@code offset}.
   *
   * @param name of the array with the items; a bare array is read too
   * @throws ApiException if the vendor says no
   * @throws TransportException if no usable answer comes, or the pages do not go on
   */
  public static List<Json> all(HttpApi api, ApiCall call, String name) {
    Deadline deadline = api.deadline();
    List<Json> all = new ArrayList<>();
    Set<Json> seen = new HashSet<>();
    ApiCall next = call;
    for (int page = 0; page < MOST; page++) {
      Json answer = api.call(next, deadline);
      List<Json> items =
          answer
              .objects(name)
              .or(answer::objects)
              .orElseThrow(() -> unreadable(call, "the answer has no array \"" + name + "\""));
      for (Json item : items) {
        if (!seen.add(item) && page > 0) {
          throw unreadable(call, "there should be more, but the vendor sends the same page again");
        }
      }
      all.addAll(items);
      OptionalLong total = answer.number("total");
      if (total.isEmpty() || all.size() >= total.getAsLong()) {
        return List.copyOf(all);
      }
      if (items.isEmpty()) {
        throw unreadable(call, "there should be more, but the vendor sends an empty page");
      }
      long limit = answer.number("limit").orElse(items.size());
      next =
          call.query("limit", Long.toString(limit)).query("offset", Integer.toString(all.size()));
    }
    throw unreadable(call, "the pages do not end");
  }

  private static TransportException unreadable(ApiCall call, String explanation) {
    return new TransportException(
        call.operation(), Reason.UNREADABLE_ANSWER, true, explanation, null);
  }
}
