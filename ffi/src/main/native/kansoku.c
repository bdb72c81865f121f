// SPDX-License-Identifier: Apache-2.0
/*
 * What dev.kansoku.ffi cannot say in Java: a system call, a call of a function of libc, and the handler of a signal. Nothing of libc's
 * is needed here but dlsym, which is looked up when this is loaded.
 */

#include <jni.h>

typedef jlong word;

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

JNIEXPORT word JNICALL Java_dev_kansoku_ffi_Native_call0(JNIEnv *env, jclass class, word number, word a, word b, word c, word d, word e, word f)
{
    (void)env;
    (void)class;
    return system_call(number, a, b, c, d, e, f);
}

/* More arguments than a function has are in registers that it does not read. */
JNIEXPORT word JNICALL Java_dev_kansoku_ffi_Native_invoke0(JNIEnv *env, jclass class, word function, word a, word b, word c, word d, word e, word f)
{
    (void)env;
    (void)class;
    return ((word (*)(word, word, word, word, word, word))function)(a, b, c, d, e, f);
}

JNIEXPORT word JNICALL Java_dev_kansoku_ffi_Native_find0(JNIEnv *env, jclass class, word name)
{
    (void)env;
    (void)class;
    return (word)dlsym(0, (const char *)name);
}

/* Where a direct buffer's memory lies. */
JNIEXPORT word JNICALL Java_dev_kansoku_ffi_NativeBuffer_address0(JNIEnv *env, jclass class, jobject buffer)
{
    (void)class;
    return (word)(*env)->GetDirectBufferAddress(env, buffer);
}

/* EveryThread: what each thread is to call, and the handler by which it does. Neither Java code nor most of libc may run in a handler. */

enum { MOST_CALLS = 8, ARGUMENTS = 5 };

static struct {
    word number;
    word arguments[ARGUMENTS];
} asked[MOST_CALLS];
static int asked_count;

static void make_calls(int signal)
{
    (void)signal;
    for (int i = 0; i < asked_count; i++) {
        const word *a = asked[i].arguments;
        system_call(asked[i].number, a[0], a[1], a[2], a[3], a[4], 0);
    }
}

/* struct sigaction as the kernel has it */
struct action {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void); /* aarch64 has the field, too, and needs none */
    unsigned long mask;
};

#if defined(__x86_64__)
enum { RT_SIGACTION = 13 };
/* the way back from a handler, which x86 leaves to user space */
extern void back_from_handler(void) __attribute__((visibility("hidden")));
__asm__(".text\n.globl back_from_handler\n.hidden back_from_handler\nback_from_handler:\n\tmov $15, %eax\n\tsyscall\n");
#else
enum { RT_SIGACTION = 134 };
#endif

static const unsigned long RESTART = 0x10000000;

/* Notes one of the calls; they must not change while the handler may run. */
JNIEXPORT void JNICALL Java_dev_kansoku_ffi_EveryThread_ask0(JNIEnv *env, jclass class, jint index, word number, word a, word b, word c, word d, word e)
{
    (void)env;
    (void)class;
    asked[index].number = number;
    asked[index].arguments[0] = a;
    asked[index].arguments[1] = b;
    asked[index].arguments[2] = c;
    asked[index].arguments[3] = d;
    asked[index].arguments[4] = e;
}

/* From now on the signal makes a thread do the first so many of them; with none of them it is ignored. */
JNIEXPORT word JNICALL Java_dev_kansoku_ffi_EveryThread_answer0(JNIEnv *env, jclass class, jint signal, jint count)
{
    struct action action = {.handler = count == 0 ? (void (*)(int))1 : make_calls, .flags = RESTART, .mask = ~0UL};

    (void)env;
    (void)class;
#if defined(__x86_64__)
    action.flags |= 0x04000000; /* SA_RESTORER */
    action.restorer = back_from_handler;
#endif
    asked_count = count;
    return system_call(RT_SIGACTION, signal, (word)&action, 0, sizeof action.mask, 0, 0);
}
