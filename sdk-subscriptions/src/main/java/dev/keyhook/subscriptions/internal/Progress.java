package dev.keyhook.subscriptions.internal;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The progress of a call: whether its first byte may have left, and the head of the response. */
final class Progress extends EventListener {

  private volatile boolean sent;
  private volatile @Nullable Response head;

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    head = response;
  }

  boolean sent() {
    return sent;
  }

  /** Returns the head of the response as it was received; null if there is none. */
  @Nullable Response head() {
    return head;
  }

  /** Returns the head of the response as it was received. */
  Response head(Response otherwise) {
    Response received = head;
    return received == null ? otherwise : received;
  }
}
