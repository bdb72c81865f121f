// SPDX-License-Identifier: Apache-2.0
/*
 * What dev.kansoku.ffi.Native cannot say in Java: a system call, and a call of a function of libc. Numbers and addresses alone cross over, so
 * that nothing of the virtual machine's is needed here, and nothing of libc's but dlsym, which is looked up when this is loaded.
 */

typedef long long word; /* a jlong */

extern void *dlsym(void *library, const char *name);

#if defined(__x86_64__)
static word system_call(word number, word a, word b, word c, word d, word e, word f)
{
    register word fourth __asm__("r10") = d;
    register word fifth __asm__("r8") = e;
    register word sixth __asm__("r9") = f;
    word result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                     : "rcx", "r11", "memory");
    return result;
}
#elif defined(__aarch64__)
static word system_call(word number, word a, word b, word c, word d, word e, word f)
{
    register word first __asm__("x0") = a;
    register word second __asm__("x1") = b;
    register word third __asm__("x2") = c;
    register word fourth __asm__("x3") = d;
    register word fifth __asm__("x4") = e;
    register word sixth __asm__("x5") = f;
    register word which __asm__("x8") = number;

    __asm__ volatile("svc #0" : "+r"(first) : "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth), "r"(which) : "memory");
    return first;
}
#else
#error "neither x86_64 nor aarch64"
#endif

word Java_dev_kansoku_ffi_Native_call0(void *env, void *class, word number, word a, word b, word c, word d, word e, word f)
{
    (void)env;
    (void)class;
    return system_call(number, a, b, c, d, e, f);
}

/* More arguments than a function has are in registers that it does not read. */
word Java_dev_kansoku_ffi_Native_invoke0(void *env, void *class, word function, word a, word b, word c, word d, word e, word f)
{
    (void)env;
    (void)class;
    return ((word (*)(word, word, word, word, word, word))function)(a, b, c, d, e, f);
}

word Java_dev_kansoku_ffi_Native_find0(void *env, void *class, word name)
{
    (void)env;
    (void)class;
    return (word)dlsym(0, (const char *)name);
}
