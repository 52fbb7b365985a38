package dev.keyhook.inbox;

import dev.keyhook.store.InboxUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive use of a SQLite file by one inbox in one process: a lock on a second file beside it.
 */
final class FileOwnership implements AutoCloseable {

  /**
   * Lock files of this process. A lock belongs to the whole process on Linux and macOS, and ends
   * when any channel to the file is closed, so none may be opened for a file that is owned already.
   */
  private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

  private final Path lockFile;
  private final FileChannel channel;

  private FileOwnership(Path lockFile, FileChannel channel) {
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /**
   * Takes a file.
   *
   * @param file an absolute path
   * @throws IllegalStateException if another process, or another inbox of this one, owns it
   * @throws InboxUnavailableException if the lock file cannot be opened
   */
  static FileOwnership take(Path file) {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Path canonical =
          Objects.requireNonNull(lockFile.getParent()).toRealPath().resolve(lockFile.getFileName());
      if (!OWNED_HERE.add(canonical)) {
        throw owned(file, lockFile);
      }
      FileChannel channel = null;
      try {
        channel = lock(canonical);
      } finally {
        if (channel == null) {
          OWNED_HERE.remove(canonical);
        }
      }
      if (channel == null) {
        throw owned(file, lockFile);
      }
      return new FileOwnership(canonical, channel);
    } catch (IOException e) {
      throw new InboxUnavailableException("The lock file " + lockFile + " cannot be opened", e);
    }
  }

  /** Returns the channel that holds the lock, or null if another process has it. */
  private static @Nullable FileChannel lock(Path lockFile) throws IOException {
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean isLocked = false;
    try {
      isLocked = channel.tryLock() != null;
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
    return isLocked ? channel : null;
  }

  private static IllegalStateException owned(Path file, Path lockFile) {
    return new IllegalStateException(
        "Another process, or another inbox in this one, has "
            + file
            + " open (it locks "
            + lockFile.getFileName()
            + "). One process owns the file; for several nodes use PostgreSQL, and to look at it"
            + " meanwhile use JdbcInbox.builder(file).alongside()");
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return; // closed before, and perhaps taken by another inbox since
    }
    try {
      channel.close();
      OWNED_HERE.remove(lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException("The lock file " + lockFile + " cannot be closed", e);
    }
  }
}
