/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What calls point to in the memory of their process: numbers, iovecs, message headers, times, poll sets. */
#pragma once
#include "taken.h"

#define MAX_VECTORS 64
#define MAX_POLLS 64

struct user_vector {
    u64 base, length;
};

struct user_message {
    u64 name;
    u64 name_length;
    u64 vectors;
    u64 vector_count;
    u64 control;
    u64 control_length;
    u64 flags;
};

struct user_poll {
    s32 fd;
    s16 events, returned;
};

/* A number in the process's memory; 0 where it cannot be read. */
static __always_inline u64 user_u64(u64 address)
{
    u64 value = 0;

    bpf_probe_read_user(&value, 8, (void *)address);
    return value;
}

static __always_inline u32 user_u32(u64 address)
{
    u32 value = 0;

    bpf_probe_read_user(&value, 4, (void *)address);
    return value;
}

/* A pointer in the process's memory, or a size that is as wide. */
static __always_inline u64 user_pointer(struct scratch *s, u64 address)
{
    return s->compat ? user_u32(address) : user_u64(address);
}

/* Bytes of a pointer. */
static __always_inline u32 pointer_size(struct scratch *s)
{
    return s->compat ? 4 : 8;
}

/* The same of a 32-bit program. */
struct compat_vector {
    u32 base, length;
};
struct compat_message {
    u32 name, name_length, vectors, vector_count, control, control_length, flags;
};

/* Bytes of a struct mmsghdr: a message and its length. */
static __always_inline u32 message_size(struct scratch *s)
{
    return s->compat ? sizeof(struct compat_message) + 4 : sizeof(struct user_message) + 8;
}

/* Reads a struct iovec. */
static __always_inline long read_vector(struct scratch *s, u64 vectors, u32 i, struct user_vector *v)
{
    struct compat_vector c = {};

    if (!s->compat)
        return bpf_probe_read_user(v, sizeof(*v), (void *)(vectors + i * sizeof(*v)));
    v->base = v->length = 0;
    if (bpf_probe_read_user(&c, sizeof(c), (void *)(vectors + i * sizeof(c))))
        return -EFAULT;
    v->base = c.base;
    v->length = c.length;
    return 0;
}

/* Reads a struct msghdr. */
static __noinline long read_message(struct scratch *s, u64 address, struct user_message *m)
{
    struct compat_message c = {};

    if (!m)
        return -EFAULT;
    if (!s->compat)
        return bpf_probe_read_user(m, sizeof(*m), (void *)address);
    if (bpf_probe_read_user(&c, sizeof(c), (void *)address))
        return -EFAULT;
    m->name = c.name;
    m->name_length = c.name_length;
    m->vectors = c.vectors;
    m->vector_count = c.vector_count;
    m->control = c.control;
    m->control_length = c.control_length;
    m->flags = c.flags;
    return 0;
}

/* A number of 1, 2, 4 or 8 bytes. */
static __always_inline u32 put_user_number(struct scratch *s, u64 address, u32 width, u32 mode)
{
    u64 value = 0;
    u32 size = mode == SIGNED_INT || s->compat & COMPAT_HALVES ? 4 : width;

    if (!address)
        return 0;
    size = size > 8 ? 8 : size;
    if (bpf_probe_read_user(&value, size, (void *)address))
        return put_fault(s);
    return put_number(s, mode == SIGNED_INT ? (u64)(s64)(s32)value : value, width);
}

static long vector_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    struct vector_walk *w = &s->vector_walk;
    struct user_vector v;
    u32 at, n;

    if (read_vector(s, w->vectors, i, &v))
        return 1;
    w->size += v.length;
    n = v.length > w->left ? w->left : v.length;
    n &= 0xffff;
    if (n) {
        at = (s->end + s->kept) & 0xffff;
        if (bpf_probe_read_user(s->bytes + at, n, (void *)v.base)) {
            put_fault(s);
            w->left = 0;
            return 0;
        }
        w->left -= n;
        s->kept += n;
    }
    return 0;
}

/* Walks over iovecs, keeping at most `keep` of their bytes. Budget: MAX_VECTORS steps. */
static __noinline u32 walk_vectors(struct scratch *s, u64 vectors, u64 count, u32 keep)
{
    struct step step = {.s = s};

    s->vector_walk.vectors = vectors;
    s->vector_walk.size = 0;
    s->vector_walk.left = s->end + keep > MAX_EVENT ? 0 : keep;
    s->kept = 0;
    if (vectors)
        bpf_loop(count > MAX_VECTORS ? MAX_VECTORS : (u32)count, vector_step, &step, 0);
    return s->kept;
}

/* How many bytes of a buffer to keep. `size` is what BY_RESULT_OR_SIZE falls back to. */
static __always_inline u32 kept_length(struct scratch *s, const struct part *p, u64 size)
{
    s64 result = s->args[RESULT];
    u64 length;

    switch (p->mode) {
    case BY_ARGUMENT:
        length = s->args[p->extra & 7];
        break;
    case BY_RESULT:
        length = result < 0 ? 0 : result;
        break;
    case BY_RESULT_OR_ARGUMENT:
        length = result < 0 ? s->args[p->extra & 7] : result;
        break;
    default:
        length = result < 0 ? size : result;
        break;
    }
    return length > s->snap ? s->snap : (u32)length;
}

static __always_inline u32 put_vector(struct scratch *s, const struct part *p, bool data)
{
    u64 vectors = s->args[p->arg & 7], count = s->args[data ? 2 : p->extra & 7];

    if (data)
        return walk_vectors(s, vectors, count, kept_length(s, p, 0xffff));
    walk_vectors(s, vectors, count, 0);
    return put_number(s, s->vector_walk.size, p->width);
}

static __noinline u32 put_message(struct scratch *s, const struct part *p)
{
    struct user_message m = {};
    s64 result = s->args[RESULT];

    if (read_message(s, s->args[p->arg & 7], &m))
        return put_fault(s);
    switch (p->kind) {
    case KIND_MESSAGE_SIZE:
        walk_vectors(s, m.vectors, m.vector_count, 0);
        return put_number(s, s->vector_walk.size, p->width);
    case KIND_MESSAGE_CONTROL:
        if (result < 0 || s->compat) /* it is read as one of 64 bits */
            return 0;
        return put_user_bytes(s, m.control, m.control_length > control.snap ? control.snap : m.control_length);
    default:
        return walk_vectors(s, m.vectors, m.vector_count, kept_length(s, p, 0xffff));
    }
}

static __always_inline u32 put_timespec(struct scratch *s, u64 address)
{
    u64 t[2];

    if (!address)
        return 0;
    if (s->compat & COMPAT_TIMES)
        return put_number(s, (u64)user_u32(address) * 1000000000 + user_u32(address + 4), 8);
    if (bpf_probe_read_user(t, sizeof(t), (void *)address))
        return put_fault(s);
    return put_number(s, t[0] * 1000000000 + t[1], 8);
}

static long poll_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    struct user_poll poll;
    u8 *to;

    if (bpf_probe_read_user(&poll, sizeof(poll), (void *)(s->pointers + i * sizeof(poll))))
        return 1;
    to = s->bytes + ((s->end + 2 + i * 10) & 0xffff);
    *(s64 *)to = poll.fd;
    *(s16 *)(to + 8) = s->begins ? poll.events : poll.returned;
    s->kept++;
    return 0;
}

/* A count, and of each the fd and the events: those returned, or those asked for where the call begins. Budget: MAX_POLLS steps. */
static __noinline u32 put_polls(struct scratch *s, u64 polls, u64 count)
{
    struct step step = {.s = s};

    s->pointers = polls;
    s->kept = 0;
    bpf_loop(count > MAX_POLLS ? MAX_POLLS : (u32)count, poll_step, &step, 0);
    *(u16 *)end_of(s) = s->kept;
    return 2 + s->kept * 10;
}

static long text_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    u64 text = 0;
    long n;

    text = user_pointer(s, s->pointers + i * pointer_size(s));
    if (!text || s->kept >= MAX_TEXT)
        return 1;
    n = bpf_probe_read_user_str(s->bytes + ((s->end + s->kept) & 0xffff), MAX_TEXT, (void *)text);
    if (n <= 0)
        return 1;
    s->kept += n;
    return 0;
}

/* The texts that a NULL-ended list of pointers names, each with its NUL, up to about 4 KiB. Budget: 128 steps. */
static __noinline u32 put_texts(struct scratch *s, u64 pointers)
{
    struct step step = {.s = s};

    s->pointers = pointers;
    s->kept = 0;
    bpf_loop(128, text_step, &step, 0);
    return min_u32(s->kept, MAX_TEXT);
}
