/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Follows a recipe: one step for each parameter. */
#pragma once
#include "task.h"

#define FMODE_CREATED 0x100000
#define FLAG_CREATED (1 << 28)
#define FLAG_UPPER (1 << 29)
#define FLAG_LOWER (1 << 30)
#define OPEN_CREATE 0x40
#define OPEN_TEMPORARY 0x400000
#define FD_NONBLOCK 64
#define FD_CLOEXEC 4096

struct interpreter {
    struct scratch *s;
    const struct recipe *recipe;
};

static __always_inline u32 put_call_number(struct scratch *s, const struct part *p)
{
    u64 value = s->args[p->arg & 7];

    switch (p->mode) {
    case SIGNED_INT:
        value = (s64)(s32)value;
        break;
    case UNSIGNED_INT:
        value = (u32)value;
        break;
    case SHIFTED:
        value = (u32)value >> 8;
        break;
    case FOLDED:
        if (value >= 1024)
            value = 128 + (value & 127);
        break;
    case FD_FLAGS:
        value = (value & 0x800 ? FD_NONBLOCK : 0) | (value & 0x80000 ? FD_CLOEXEC : 0);
        break;
    case NOT_NEGATIVE:
        if ((s64)value < 0)
            value = 0;
        break;
    case OPEN_MODE: /* without these flags the call has no such argument: the register holds anything */
        if (!(s->args[p->extra & 7] & (OPEN_CREATE | OPEN_TEMPORARY)))
            value = 0;
        break;
    }
    return put_number(s, value, p->width);
}

static __noinline u32 put_file(struct scratch *s, const struct part *p)
{
    s64 fd = p->arg == IN_MEMORY ? (s32)user_u32(s->args[0]) : (s64)s->args[p->arg & 7];
    struct file *file;
    struct inode *inode;
    u64 value = 0;
    u32 dev;

    if ((s64)s->args[RESULT] < 0)
        return put_number(s, 0, p->width);
    file = file_of(fd);
    if (!file)
        return put_number(s, 0, p->width);
    if (p->mode == FILE_PATH)
        return put_file_path(s, file);
    inode = BPF_CORE_READ(file, f_inode);
    switch (p->mode) {
    case FILE_DEVICE:
        dev = BPF_CORE_READ(inode, i_sb, s_dev); /* 12 bits of major, 20 of minor */
        value = (dev & 0xff) | (dev >> 20 << 8) | ((dev & 0xfff00) << 12);
        break;
    case FILE_INODE:
        value = BPF_CORE_READ(inode, i_ino);
        break;
    case FILE_CREATE_FLAGS:
        s->opened = (u32)fd + 1;
        value = layer_of(inode);
        break;
    }
    return put_number(s, value, p->width);
}

static __noinline u32 put_open_flags(struct scratch *s, const struct part *p)
{
    u64 flags = p->arg == IN_MEMORY ? user_u64(s->args[2]) : s->args[p->arg & 7];
    struct file *file;
    u32 layer;

    flags &= FLAG_CREATED - 1;
    file = (s64)s->args[RESULT] >= 0 ? file_of(s->args[RESULT]) : NULL;
    if (file) {
        s->opened = (u32)s->args[RESULT] + 1;
        if (BPF_CORE_READ(file, f_mode) & FMODE_CREATED)
            flags |= FLAG_CREATED;
        layer = layer_of(BPF_CORE_READ(file, f_inode));
        if (layer == UPPER_LAYER)
            flags |= FLAG_UPPER;
        else if (layer == LOWER_LAYER)
            flags |= FLAG_LOWER;
    }
    return put_number(s, flags, p->width);
}

/* ptrace's address and data in the dynamic form: 0 and a number, or 1 and a signal. */
static __always_inline u32 put_ptrace(struct scratch *s, const struct part *p)
{
    u32 request = s->args[0];
    u64 value = s->args[p->arg & 7];
    u8 *to = end_of(s);

    to[0] = 0;
    if (p->arg == 3) {
        if (request >= 1 && request <= 3) {
            value = user_pointer(s, value);
        } else if (request == 7 || request == 9 || request == 17 || request == 24) {
            to[0] = 1;
            to[1] = value;
            return 2;
        }
    }
    *(u64 *)(to + 1) = value;
    return 9;
}

#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_GET_CHILD_SUBREAPER 37

static __always_inline u32 put_prctl(struct scratch *s, const struct part *p)
{
    u32 option = s->args[0];
    bool name = option == PR_SET_NAME || option == PR_GET_NAME;
    u64 value = s->args[1];

    if (p->mode == 0)
        return name ? put_text(s, value) : 0;
    if (option == PR_GET_CHILD_SUBREAPER)
        value = user_u32(value);
    return put_number(s, name ? 0 : value, p->width);
}

#define QUOTA_ON 2
#define QUOTA_GET_FORMAT 4
enum quota_mode { QUOTA_NUMBER, QUOTA_FILE, QUOTA_ID };

/* `extra`: a bit for each command that has the number, shifted by 16, and the number's offset at argument 3. */
static __always_inline u32 put_quota(struct scratch *s, const struct part *p)
{
    u32 command = (u32)s->args[0] >> 8 & 0xff;
    u64 value = 0;

    if (p->mode == QUOTA_FILE)
        return command == QUOTA_ON ? put_text(s, s->args[3]) : 0;
    if (p->mode == QUOTA_ID)
        return put_number(s, command == QUOTA_ON ? s->args[2] : 0, p->width);
    if (command < 16 && (p->extra >> 16) >> command & 1)
        value = user_u64(s->args[3] + (p->extra & 0xff));
    return put_number(s, value, p->width);
}

#define SETVAL 16
#define FSCONFIG_SET_STRING 1
#define FSCONFIG_SET_BINARY 2
#define FSCONFIG_SET_PATH 3
#define FSCONFIG_SET_PATH_EMPTY 4

static __always_inline u32 put_fsconfig(struct scratch *s, const struct part *p)
{
    u32 command = s->args[1];

    if (p->mode == 0)
        return command == FSCONFIG_SET_BINARY ? put_user_bytes(s, s->args[3], min_u32(s->args[4], control.snap)) : 0;
    return command == FSCONFIG_SET_STRING || command == FSCONFIG_SET_PATH || command == FSCONFIG_SET_PATH_EMPTY
               ? put_text(s, s->args[3])
               : 0;
}

/* Puts one parameter. Returns its length. Budget: the longest of the put_ functions. */
static __always_inline u32 put_part(struct scratch *s, const struct part *p)
{
    u64 argument = s->args[p->arg & 7];

    switch (p->kind) {
    case KIND_NUMBER:
        return put_call_number(s, p);
    case KIND_CONSTANT:
        return put_number(s, p->extra, p->width);
    case KIND_TEXT:
        return put_text(s, argument);
    case KIND_DATA:
        return put_user_bytes(s, argument, kept_length(s, p, 0));
    case KIND_VECTOR:
        return put_vector(s, p, true);
    case KIND_VECTOR_SIZE:
        return put_vector(s, p, false);
    case KIND_MESSAGE:
    case KIND_MESSAGE_SIZE:
    case KIND_MESSAGE_CONTROL:
        return put_message(s, p);
    case KIND_ADDRESS:
        return put_address(s, argument, s->args[p->extra & 7]);
    case KIND_TUPLE:
        return put_call_tuple(s, p);
    case KIND_QUEUE:
        return put_queue(s, p);
    case KIND_FILE:
        return put_file(s, p);
    case KIND_OPEN_FLAGS:
        return put_open_flags(s, p);
    case KIND_MEMORY:
        return put_user_number(s, argument ? argument + (s->compat & COMPAT_HALVES ? p->extra >> 1 : p->extra) : 0, p->width, p->mode);
    case KIND_TIMESPEC:
        return put_timespec(s, argument);
    case KIND_POLLS:
        return put_polls(s, argument, s->args[p->extra & 7]);
    case KIND_VM:
        return put_vm(s, p->mode);
    case KIND_TASK:
        return put_task(s, p);
    case KIND_EXEC:
        return put_exec(s, p);
    case KIND_CLONE_FLAGS:
        return put_clone_flags(s, p);
    case KIND_PAIR:
        return put_pair(s, p);
    case KIND_OPTION:
        return put_option(s, p);
    case KIND_PTRACE:
        return put_ptrace(s, p);
    case KIND_PRCTL:
        return put_prctl(s, p);
    case KIND_QUOTA:
        return put_quota(s, p);
    case KIND_SEMAPHORE:
        if (p->mode >= s->args[2])
            return put_number(s, 0, p->width);
        return put_user_number(s, s->args[1] ? s->args[1] + p->extra : 0, 2, PLAIN);
    case KIND_SEMCTL:
        return put_number(s, (u32)s->args[2] == SETVAL ? (s64)(s32)argument : 0, p->width);
    case KIND_FSCONFIG:
        return put_fsconfig(s, p);
    case KIND_DYN:
        *(u8 *)end_of(s) = 0;
        *(u64 *)(end_of(s) + 1) = argument;
        return 9;
    default:
        return 0;
    }
}

static long interpret_step(u32 i, struct interpreter *in)
{
    struct scratch *s = in->s;
    const struct recipe *recipe = in->recipe;
    u32 length;

    if (i >= MAX_PARTS)
        return 1;
    length = put_part(s, &recipe->parts[i]);
    if (s->end + length > MAX_EVENT) {
        count_cut(s);
        length = 0;
    }
    *(u16 *)(s->bytes + HEADER + 2 * i) = length;
    advance(s, length);
    return 0;
}

static __always_inline void interpret(struct scratch *s, const struct recipe *recipe)
{
    struct interpreter in = {.s = s, .recipe = recipe};

    bpf_loop(recipe->count, interpret_step, &in, 0);
}
