package dev.keyhook.subscriptions.internal;

import dev.keyhook.subscriptions.internal.Pages.InconsistentPages;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads page after page of a list, as {@code limit} and {@code offset} of the responses say.
 *
 * <p>The first request has no parameters. The next ones repeat {@code limit} of the response and
 * count {@code offset} up, less one: the first item must be the last one of the page before. Not
 * thread-safe.
 */
final class PageIterator implements Iterator<Json> {

  /** Members that announce more pages, which need something other than an offset. */
  private static final List<String> CURSORS =
      List.of(
          "next",
          "nextCursor",
          "next_cursor",
          "cursor",
          "nextPage",
          "next_page",
          "nextPageToken",
          "next_page_token",
          "nextToken",
          "nextLink",
          "continuationToken");

  private static final List<String> FLAGS =
      List.of("hasMore", "has_more", "hasNext", "hasNextPage");
  private static final List<String> FRAMES =
      List.of("paging", "pagination", "page", "meta", "links", "_links");

  private final HttpApi api;
  private final ApiCall call;
  private final String name;
  private final Supplier<Deadline> budget;
  private Iterator<Json> page;
  private @Nullable ApiCall next;
  private @Nullable Json last;
  private OptionalLong total = OptionalLong.empty();
  private int count;

  PageIterator(HttpApi api, ApiCall call, String name, Supplier<Deadline> budget) {
    this.api = api;
    this.call = call;
    this.name = name;
    this.budget = budget;
    this.page = List.<Json>of().iterator();
    this.next = call;
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && next != null) {
      read(next);
    }
    return page.hasNext();
  }

  @Override
  public Json next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }

  private void read(ApiCall request) {
    Json response = api.call(request, budget.get());
    List<Json> items =
        response
            .objects(name)
            .or(response::objects)
            .orElseThrow(
                () -> Pages.unreadable(call, "the response has no array \"" + name + "\""));
    List<Json> fresh = withoutOverlap(request, items);
    requireSameTotal(response.number("total"));
    count += fresh.size();
    if (count > Pages.MAX_ITEMS) {
      throw Pages.unreadable(call, "the list has more than " + Pages.MAX_ITEMS + " items");
    }
    next = following(response, items, fresh);
    last = fresh.isEmpty() ? last : fresh.get(fresh.size() - 1);
    page = fresh.iterator();
  }

  private List<Json> withoutOverlap(ApiCall request, List<Json> items) {
    if (last == null || request.query().getOrDefault("limit", "").equals("1")) {
      if (!items.isEmpty() && items.get(0).equals(last)) {
        throw new InconsistentPages("the vendor sends the same page again");
      }
      return items;
    }
    if (items.isEmpty() || !items.get(0).equals(last)) {
      throw new InconsistentPages("the list changed between two pages, or the offset is ignored");
    }
    return items.subList(1, items.size());
  }

  private void requireSameTotal(OptionalLong now) {
    if (last != null && !now.equals(total)) {
      throw new InconsistentPages("the number of items changed between two pages");
    }
    total = now;
  }

  /** Returns the request for the next page; null if this was the last one. */
  private @Nullable ApiCall following(Json response, List<Json> items, List<Json> fresh) {
    OptionalLong limit = response.number("limit");
    boolean isMore;
    if (total.isPresent()) {
      isMore = count < total.getAsLong();
      if (isMore && fresh.isEmpty()) {
        throw new InconsistentPages("there should be more, but the vendor sends an empty page");
      }
    } else if (pointsToMore(response)) {
      throw Pages.unreadable(
          call, "there are more pages, in a form that this version cannot follow");
    } else {
      isMore = limit.isPresent() && items.size() >= limit.getAsLong() && !fresh.isEmpty();
    }
    if (!isMore) {
      return null;
    }
    long size = Math.max(1, limit.orElse(items.size()));
    long offset = size == 1 ? count : count - 1;
    return call.query("limit", Long.toString(size)).query("offset", Long.toString(offset));
  }

  private static boolean pointsToMore(Json response) {
    return hasPointer(response)
        || FRAMES.stream().map(response::object).anyMatch(PageIterator::hasPointer);
  }

  private static boolean hasPointer(Json json) {
    return CURSORS.stream().anyMatch(name -> !json.isAbsent(name) && !json.isEmptyText(name))
        || FLAGS.stream().anyMatch(name -> json.text(name).filter("true"::equals).isPresent());
  }
}
