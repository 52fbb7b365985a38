/* Preloaded with LD_PRELOAD: every fsync and fdatasync takes KEYHOOK_SLOWSYNC_MICROS longer, as on
   the disks of clouds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

typedef int (*sync_function)(int);

static void wait_longer(void) {
  const char *setting = getenv("KEYHOOK_SLOWSYNC_MICROS");
  long micros = setting == NULL ? 0 : strtol(setting, NULL, 10);
  struct timespec left = {micros / 1000000, micros % 1000000 * 1000};
  while (micros > 0 && nanosleep(&left, &left) == -1 && errno == EINTR) {
  }
}

static int slowly(const char *name, int file) {
  sync_function real = (sync_function)dlsym(RTLD_NEXT, name);
  int result = real(file);
  int error = errno;
  wait_longer();
  errno = error;
  return result;
}

int fsync(int file) {
  return slowly("fsync", file);
}

int fdatasync(int file) {
  return slowly("fdatasync", file);
}
