/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls getppid from where a stack is known: from functions of its own, then from code that it made itself and told of in /tmp/perf-PID.map.
 * Says its pid first. With an argument, that many seconds pass before it ends.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static long call(void)
{
#if defined(__x86_64__)
    long result;

    asm volatile("syscall" : "=a"(result) : "a"(SYS_getppid) : "rcx", "r11", "memory");
    return result;
#else
    register long x0 asm("x0"), x8 asm("x8") = SYS_getppid;

    asm volatile("svc 0" : "=r"(x0) : "r"(x8) : "memory");
    return x0;
#endif
}

__attribute__((noinline)) long lab_inner(void)
{
    void *frame = __builtin_frame_address(0); /* a function that calls none has a frame only where it asks for it */
    long result = call();

    asm volatile("" : : "r"(frame) : "memory");
    return result;
}

__attribute__((noinline)) long lab_outer(void)
{
    long result = lab_inner();

    asm volatile("" ::: "memory");
    return result;
}

#if defined(__x86_64__)
/* push rbp; mov rbp,rsp; mov eax,SYS_getppid; syscall; pop rbp; ret */
static const unsigned char code[] = {0x55, 0x48, 0x89, 0xe5, 0xb8, SYS_getppid, 0, 0, 0, 0x0f, 0x05, 0x5d, 0xc3};
#else
/* mov x8,#SYS_getppid; svc 0; ret */
static const unsigned int code[] = {0xd2800008 | SYS_getppid << 5, 0xd4000001, 0xd65f03c0};
#endif

int main(int argc, char **argv)
{
    char name[64];
    void *made = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    FILE *map;

    if (made == MAP_FAILED)
        return 1;
    memcpy(made, code, sizeof(code));
    __builtin___clear_cache(made, (char *)made + sizeof(code));
    snprintf(name, sizeof(name), "/tmp/perf-%d.map", getpid());
    map = fopen(name, "wx");
    if (!map)
        return 1;
    fprintf(map, "%lx %lx Lab.made(int, long)\n", (unsigned long)made, (unsigned long)sizeof(code));
    fclose(map);
    lab_outer();
    ((long (*)(void))made)();
    if (argc > 1)
        sleep(atoi(argv[1]));
    unlink(name);
    return 0;
}
