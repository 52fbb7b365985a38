/*
 * Preloaded into a process, notes each change of the files in a folder, in one order, so that a
 * test can build the files that a power cut at any moment could have left.
 *
 * Records: operation (1 byte), length of path (2), offset (8), length of data (4), path, data.
 * W write, T truncate, D delete, B a sync begins, S it has ended.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096

static const char *folder;
static int trace = -1;
static char *paths[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("KEYHOOK_TRACE_FILE");
  folder = getenv("KEYHOOK_TRACE_FOLDER");
  if (file && folder) {
    trace = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  }
}

static void put(const void *data, size_t length) {
  const char *from = data;
  while (length > 0) {
    ssize_t written = syscall(SYS_write, trace, from, length);
    if (written <= 0) _exit(97); /* a trace with a hole would prove nothing */
    from += written;
    length -= (size_t)written;
  }
}

static void note(char operation, const char *path, int64_t offset, const void *data, uint32_t length) {
  struct __attribute__((packed)) {
    char operation;
    uint16_t path;
    int64_t offset;
    uint32_t length;
  } head = {operation, (uint16_t)strlen(path), offset, length};
  put(&head, sizeof head);
  put(path, head.path);
  put(data, length);
}

static int traced(int fd) { return fd >= 0 && fd < FILES && paths[fd] != NULL; }

static int opened(int fd, const char *path, int flags) {
  if (trace < 0 || fd < 0 || fd >= FILES || path[0] != '/') return fd;
  pthread_mutex_lock(&lock);
  free(paths[fd]);
  paths[fd] = NULL;
  if (strncmp(path, folder, strlen(folder)) == 0) {
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
      paths[fd] = strdup(path);
      if (flags & O_TRUNC) note('T', path, 0, "", 0);
      else if (flags & O_CREAT) note('W', path, 0, "", 0);
    }
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE \
  int mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { \
    va_list more; \
    va_start(more, flags); \
    mode = va_arg(more, int); \
    va_end(more); \
  }

int open(const char *path, int flags, ...) { MODE return opened(REAL(open)(path, flags, mode), path, flags); }
int open64(const char *path, int flags, ...) { MODE return opened(REAL(open64)(path, flags, mode), path, flags); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(REAL(openat)(at, path, flags, mode), path, flags); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(REAL(openat64)(at, path, flags, mode), path, flags); }

int close(int fd) {
  if (traced(fd)) {
    pthread_mutex_lock(&lock);
    free(paths[fd]);
    paths[fd] = NULL;
    pthread_mutex_unlock(&lock);
  }
  return REAL(close)(fd);
}

#define TRACED_WRITE(call, at) \
  if (!traced(fd)) return call; \
  pthread_mutex_lock(&lock); \
  ssize_t written = call; \
  if (written > 0) note('W', paths[fd], at, data, (uint32_t)written); \
  pthread_mutex_unlock(&lock); \
  return written;

ssize_t write(int fd, const void *data, size_t length) { TRACED_WRITE(REAL(write)(fd, data, length), lseek(fd, 0, SEEK_CUR) - written) }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { TRACED_WRITE(REAL(pwrite)(fd, data, length, offset), offset) }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { TRACED_WRITE(REAL(pwrite64)(fd, data, length, offset), offset) }

static int truncated(int fd, int64_t length, int result) {
  if (result == 0) note('T', paths[fd], length, "", 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t length) {
  if (!traced(fd)) return REAL(ftruncate)(fd, length);
  pthread_mutex_lock(&lock);
  return truncated(fd, length, REAL(ftruncate)(fd, length));
}

int ftruncate64(int fd, off64_t length) {
  if (!traced(fd)) return REAL(ftruncate64)(fd, length);
  pthread_mutex_lock(&lock);
  return truncated(fd, length, REAL(ftruncate64)(fd, length));
}

static void sync_note(int fd, char operation) {
  pthread_mutex_lock(&lock);
  note(operation, paths[fd], fd, "", 0);
  pthread_mutex_unlock(&lock);
}

#define TRACED_SYNC(call) \
  if (!traced(fd)) return call; \
  sync_note(fd, 'B'); \
  int result = call; \
  if (result == 0) sync_note(fd, 'S'); \
  return result;

int fsync(int fd) { TRACED_SYNC(REAL(fsync)(fd)) }
int fdatasync(int fd) { TRACED_SYNC(REAL(fdatasync)(fd)) }

int unlink(const char *path) {
  int result = REAL(unlink)(path);
  if (result == 0 && trace >= 0 && strncmp(path, folder, strlen(folder)) == 0) {
    pthread_mutex_lock(&lock);
    note('D', path, 0, "", 0);
    pthread_mutex_unlock(&lock);
  }
  return result;
}
