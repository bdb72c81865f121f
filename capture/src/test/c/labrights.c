/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a known list of system calls that ask for rights, modules, rings or handles, in order; what stands between the two prctl marks is what
 * labrights.tsv lists. With root or without, nothing of the machine changes: what could is refused for its arguments.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define S(name, ...) syscall(SYS_##name, ##__VA_ARGS__)
#define MARK(text) S(prctl, 15, text)

static char buffer[8192];

int main(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    struct iovec one = {buffer, 3};
    int root, uid = getuid(), gid = getgid();

    root = open("/", O_RDONLY | O_DIRECTORY);
    MARK("labstart");
    S(capget, &header, data);
    S(capset, &header, data);
    S(setuid, uid);
    S(setgid, gid);
    S(setsid);
    S(delete_module, "kansoku-none", O_NONBLOCK);
    S(init_module, "none", 4, "word=1");
    S(finit_module, -1, "word=2", 1);
    S(fsconfig, -1, 1, "key", "value", 0);
    S(fsconfig, -1, 6, 0, 0, 0);
#if defined(SYS_getdents)
    S(getdents, root, buffer, sizeof(buffer));
#else
    S(getdents64, root, buffer, sizeof(buffer));
#endif
    S(io_uring_setup, 0, 0);
    S(io_uring_enter, -1, 1, 2, 3, 0, 0);
    S(io_uring_register, -1, 2, 0, 7);
    S(keyctl, 7, -1, 0, 0, 0);
    S(mlockall, 1);
    S(munlockall);
    S(open_by_handle_at, -1, 0, O_RDWR);
    S(process_vm_writev, 0, &one, 1, &one, 1, 0);
    S(quotactl, 0x800004 << 8, "/none", 5, buffer);
    S(userfaultfd, 0x70000000);
    S(execveat, -1, "", 0, 0, 0x1000);
    S(execve, "/none", 0, 0);
    MARK("labend");
    return 5;
}
