package dev.keyhook.internal.event;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data class of each event type of a vendor; the classes are loaded when the map is read. A
 * router with handlers for single classes only needs {@link #typeOf}, so that the first event of a
 * process does not wait for the classes of all other types.
 *
 * <p>Unmodifiable, and safe for use by any number of threads.
 *
 * @param <D> the vendor's data types
 */
public abstract class LazyTypes<D> extends AbstractMap<String, Class<? extends D>> {

  private volatile @Nullable Map<String, Class<? extends D>> loaded;

  /** For the map of a vendor. */
  protected LazyTypes() {}

  /** Returns the classes of all types, in an unmodifiable map. */
  protected abstract Map<String, Class<? extends D>> load();

  /**
   * Returns the only type whose data is of a class, without loading the classes of other types.
   *
   * @return null if it is not the class of a type, but for example a family of several
   */
  public abstract @Nullable String typeOf(Class<?> dataClass);

  @Override
  public final Set<Entry<String, Class<? extends D>>> entrySet() {
    Map<String, Class<? extends D>> types = loaded;
    if (types == null) {
      types = load();
      loaded = types;
    }
    return types.entrySet();
  }
}
