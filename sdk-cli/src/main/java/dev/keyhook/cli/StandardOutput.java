package dev.keyhook.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers the first write error, such as a full disk. A reader that stops
 * early, such as {@code head}, is not an error.
 */
final class StandardOutput extends OutputStream {

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private volatile @Nullable String problem;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (problem == null && !message.contains("Broken pipe")) {
        problem = message;
      }
      throw e;
    }
  }

  /** Returns the message of the first write error; null if there is none. */
  @Nullable String problem() {
    return problem;
  }
}
