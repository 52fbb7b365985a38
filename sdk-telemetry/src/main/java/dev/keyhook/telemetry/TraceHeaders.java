package dev.keyhook.telemetry;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trace contexts as the headers {@code traceparent} and {@code tracestate} (W3C). */
final class TraceHeaders {

  private TraceHeaders() {}

  /** Gets headers by name. */
  private static final class Getter implements TextMapGetter<Function<String, List<String>>> {

    @Override
    public Iterable<String> keys(Function<String, List<String>> headers) {
      return W3CTraceContextPropagator.getInstance().fields();
    }

    @Override
    public @Nullable String get(@Nullable Function<String, List<String>> headers, String name) {
      List<String> values = headers == null ? List.of() : headers.apply(name);
      return values.size() == 1 ? values.get(0) : null; // several are invalid
    }
  }

  /** Returns a context with the remote span of the headers, if there is one. */
  static Context extract(Context context, Function<String, List<String>> headers) {
    return W3CTraceContextPropagator.getInstance().extract(context, headers, new Getter());
  }

  /** Returns the headers that name the span of a context. */
  static Map<String, String> of(Context context) {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(context, headers, (to, name, value) -> Objects.requireNonNull(to).put(name, value));
    return headers;
  }
}
