/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Texts and socket addresses as the kernel took them from the process. When a call returns, another thread may have written something else
 * where its arguments point to; the kernel worked with its own copy, which is kept here from then until the call's event is made. What is
 * not there (the programs of taking.h are not attached, the call failed before) is read in the process's memory.
 */
#pragma once
#include "record.h"

#define TEXTS 2 /* no event has more that the kernel takes as texts */
#define SHORT_TEXT 256 /* bytes, with the NUL less than that */
#define ADDRESS_BYTES 128
#define SOMEWHERE 1 /* place of a text whose place is not known, for no process has anything there */

/* Bits of what is told of an event's objects beside it. */
enum truth { TRUTH_COMPARED = 1, TRUTH_DIFFERS = 2 };

struct taken_text {
    u64 at;     /* where in the process, 0 for none */
    u32 length; /* with the NUL */
    u32 call;
};

struct taken {
    struct taken_text texts[TEXTS];
    u32 generation; /* of control.calls: else the end of the call may have been passed over */
    u32 next;       /* which text is replaced next */
    u32 address_call;
    u32 address_length; /* 0 for none */
    u8 address[ADDRESS_BYTES];
    char text[TEXTS][SHORT_TEXT];
};

struct {
    __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct taken);
} calls_taken SEC(".maps");

/* For threads that have used a text that is not short. */
struct long_texts {
    char text[TEXTS][MAX_TEXT];
};

struct {
    __uint(type, BPF_MAP_TYPE_TASK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct long_texts);
} long_taken SEC(".maps");

static __always_inline struct taken *taken_of(struct task_struct *task)
{
    struct taken *taken = bpf_task_storage_get(&calls_taken, task, NULL, 0);

    return taken && taken->generation == control.generation ? taken : NULL;
}

/* Nothing of a call that has been told is believed of the next. */
static __always_inline void forget_taken(struct task_struct *task)
{
    struct taken *taken = bpf_task_storage_get(&calls_taken, task, NULL, 0);

    if (!taken)
        return;
    taken->texts[0].at = 0;
    taken->texts[1].at = 0;
    taken->address_length = 0;
}

/*
 * Whether a later call of the number may come without what this one has left: an address, or a path that the kernel does not take where it is
 * empty. Others always leave anew what they show.
 */
static __always_inline bool leaves_something(u32 number)
{
#if defined(__TARGET_ARCH_x86)
    return number == 42 || number == 44 || number == 46 || number == 49 || number == 262 || number == 307;
#else
    return number == 79 || number == 200 || number == 203 || number == 206 || number == 211 || number == 269;
#endif
}

static long compare_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    u32 left = s->compare.length - i * 8;
    u64 differs;

    differs = *(u64 *)(s->bytes + ((s->compare.at + i * 8) & 0xffff)) ^ *(u64 *)(s->path + (i * 8 & 0xfff));
    if (left < 8)
        differs &= (1ULL << left * 8) - 1;
    if (!differs)
        return 0;
    s->truth |= TRUTH_DIFFERS;
    return 1;
}

/* Notes whether what lies at `at` of the scratch bytes is also what the process has at an address. Budget: 512 steps. */
static __noinline u32 compare_taken(struct scratch *s, u32 at, u64 address, u32 length)
{
    struct step step = {.s = s};

    length = masked(min_u32(length, MAX_TEXT), 0x1fff);
    s->truth |= TRUTH_COMPARED;
    s->compare.at = at;
    s->compare.length = length;
    if (bpf_probe_read_user(s->path, length, (void *)address))
        s->truth |= TRUTH_DIFFERS;
    else
        bpf_loop((length + 7) / 8, compare_step, &step, 0);
    return 0;
}

/* Which text lies at an address of the process, or TEXTS. */
static __always_inline u32 place_of(struct taken *taken, u64 address)
{
    if (taken->texts[0].at == address)
        return 0;
    if (taken->texts[1].at == address)
        return 1;
    if (taken->texts[0].at == SOMEWHERE)
        return 0;
    return taken->texts[1].at == SOMEWHERE ? 1 : TEXTS;
}

/* A text that a call's argument points to, cut at 4095 bytes. Budget: three look-ups. */
static __noinline u32 put_text(struct scratch *s, u64 address)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct taken *taken;
    struct long_texts *texts;
    u32 which, length;
    const char *text;

    if (!address)
        return 0;
    s->takes = 1;
    taken = s->begins ? NULL : taken_of(task);
    if (!taken || (s64)s->args[RESULT] == -EFAULT || (s64)s->args[RESULT] == -ENAMETOOLONG)
        return put_user_text(s, address); /* perhaps the kernel could not take it whole */
    which = place_of(taken, address);
    if (which >= TEXTS || taken->texts[which].call != (u32)s->args[CALL_NUMBER])
        return put_user_text(s, address);
    length = masked(min_u32(taken->texts[which].length, MAX_TEXT), 0x1fff);
    which &= 1;
    text = taken->text[which];
    if (length >= SHORT_TEXT) {
        texts = bpf_task_storage_get(&long_taken, task, NULL, 0);
        if (!texts)
            return put_user_text(s, address);
        text = texts->text[which];
    }
    if (bpf_probe_read_kernel(end_of(s), length, text))
        return put_fault(s);
    if (control.side & SIDE_TRUTH)
        compare_taken(s, s->end, address, length);
    return length;
}

/* Reads a socket address in the process's memory: as long as its family needs where the length is not known (0). */
static __always_inline u32 read_address(struct scratch *s, u64 address, u32 length)
{
    u16 family = 0;
    long text;

    if (length == 0) {
        bpf_probe_read_user(&family, sizeof(family), (void *)address);
        if (family == AF_UNIX) {
            *(u16 *)s->address = family;
            text = bpf_probe_read_user_str(s->address + 2, 108, (void *)(address + 2));
            return text > 0 ? (u32)text + 2 : 0;
        }
        length = family == AF_INET6 ? 24 : 8;
    }
    length = masked(min_u32(length, ADDRESS_BYTES), 0xff);
    return bpf_probe_read_user(s->address, length, (void *)address) ? 0 : length;
}

/*
 * Fetches the socket address that a call's argument points to into scratch.address. Returns how many of its bytes there are. Budget: two
 * look-ups.
 */
static __noinline u32 fetch_address(struct scratch *s, u64 address, u32 length)
{
    struct taken *taken;
    u32 n;

    s->exact = 0;
    __builtin_memset(s->address, 0, sizeof(s->address));
    if (!address)
        return 0;
    taken = s->begins || s->later ? NULL : taken_of(bpf_get_current_task_btf());
    if (!taken || taken->address_length == 0 || taken->address_call != (u32)s->args[CALL_NUMBER])
        return read_address(s, address, length);
    s->exact = 1;
    n = masked(min_u32(taken->address_length, ADDRESS_BYTES), 0xff);
    bpf_probe_read_kernel(s->address, n, taken->address);
    if (control.side & SIDE_TRUTH) {
        bpf_probe_read_kernel(end_of(s), n, taken->address);
        compare_taken(s, s->end, address, n);
    }
    return n;
}
