/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Keeps what the kernel takes from the process of a call (taken.h), at a moment when it has its own copy. Where functions of the kernel can be
 * watched, they hang on those that every path, and every socket address of connect, bind and sending, goes through, and that are called from
 * other files, so that no compiler puts them into their callers. Elsewhere paths are kept when the kernel lets go of its copy, and peers are
 * those of the sockets.
 *
 * Programs are verified in the order in which they are written: these come first, so that a kernel that does not let functions be watched says so
 * before it has verified the others in vain.
 */
#pragma once
#include "call.h"
#include "taken.h"
#include <bpf/bpf_tracing.h>

static __always_inline bool has_no_zero(u64 bytes)
{
    return ((bytes - 0x0101010101010101) & ~bytes & 0x8080808080808080) == 0;
}

/* The number of the wanted call that the current thread is in, or NO_CALL. Budget: that of may_be_in_scope. */
static __always_inline u32 taking_call(struct task_struct *task)
{
    u32 number;

    /* the programs read memory of processes through the same function, with page faults off */
    if (control.mode == SCOPE_NOTHING || task->pagefault_disabled || !may_be_in_scope(task))
        return (u32)NO_CALL;
    number = call_of(task, (struct pt_regs *)bpf_task_pt_regs(task));
    return wants_call(number) ? number : (u32)NO_CALL;
}

static __always_inline struct taken *taken_for(struct task_struct *task)
{
    struct taken *taken = bpf_task_storage_get(&calls_taken, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);

    if (taken && taken->generation != control.generation) {
        taken->texts[0].at = 0;
        taken->texts[1].at = 0;
        taken->address_length = 0;
        taken->generation = control.generation;
    }
    return taken;
}

/* Keeps a text that the call's argument at `from` points to. Budget: three look-ups. */
static __noinline int keep_text(u32 number, const char *copy, u64 from)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct taken *taken = taken_for(task);
    struct long_texts *texts;
    u32 which;
    long length;

    if (!taken)
        return 0;
    which = taken->texts[0].at == from ? 0 : taken->texts[1].at == from ? 1 : taken->next & 1;
    taken->texts[which].at = 0;
    length = bpf_probe_read_kernel_str(taken->text[which], SHORT_TEXT, copy);
    if (length >= SHORT_TEXT) {
        texts = bpf_task_storage_get(&long_taken, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
        if (!texts)
            return 0;
        length = bpf_probe_read_kernel_str(texts->text[which], MAX_TEXT, copy);
    }
    if (length <= 0)
        return 0;
    taken->texts[which].length = length;
    taken->texts[which].call = number;
    taken->texts[which].at = from;
    taken->next = which ^ 1;
    return 0;
}

#ifdef WITH_TRAMPOLINES

/* The kernel has copied a text: all paths, and more. */
SEC("fexit/strncpy_from_user")
int BPF_PROG(text_taken, char *copy, const char *from, long size, long length)
{
    u32 number = taking_call(bpf_get_current_task_btf());

    if (number != (u32)NO_CALL && from && length >= 0)
        keep_text(number, length < size ? copy : NULL, (u64)from);
    return 0;
}

/* Budget: one look-up. */
static __always_inline void keep_address(const void *address, s32 length, bool first)
{
    struct task_struct *task = bpf_get_current_task_btf();
    u32 number = taking_call(task);
    struct taken *taken;

    if (number == (u32)NO_CALL || length <= 0 || length > ADDRESS_BYTES)
        return;
    taken = taken_for(task);
    if (!taken || (first && taken->address_length && taken->address_call == number))
        return;
    taken->address_length = 0;
    if (bpf_probe_read_kernel(taken->address, masked(length, 0xff), address))
        return;
    taken->address_call = number;
    taken->address_length = length;
}

SEC("fentry/security_socket_connect")
int BPF_PROG(connect_taken, struct socket *socket, void *address, int length)
{
    keep_address(address, length, false);
    return 0;
}

SEC("fentry/security_socket_bind")
int BPF_PROG(bind_taken, struct socket *socket, void *address, int length)
{
    keep_address(address, length, false);
    return 0;
}

/* Of several messages the first is told. */
SEC("fentry/security_socket_sendmsg")
int BPF_PROG(send_taken, struct socket *socket, struct msghdr *message)
{
    if (message->msg_name)
        keep_address(message->msg_name, message->msg_namelen, true);
    return 0;
}

#endif

/*
 * The kernel lets go of a path, at the end of its work. Paths are the only ones that live in pages of slabs and begin with the address of what
 * follows their header; where a debugging option of the kernel puts marks between pages, they are not found. A path that does not fit behind
 * the header is a page of its own.
 */
SEC("raw_tp/kmem_cache_free")
int text_freed(struct bpf_raw_tracepoint_args *ctx)
{
    const void *freed = (const void *)ctx->args[1]; /* of no type: kernel 6.1 lets no tp_btf program see a const void * */
    struct filename *name = (void *)freed;
    u32 number, offset = bpf_core_field_offset(struct filename, iname);
    u64 ends[2] = {};

    if ((u64)freed & (MAX_TEXT - 1))
        return 0;
    number = taking_call(bpf_get_current_task_btf());
    if (number == (u32)NO_CALL)
        return 0;
    bpf_probe_read_kernel(&ends[0], 8, freed);
    if (ends[0] == (u64)freed + offset) {
        ends[1] = (u64)BPF_CORE_READ(name, uptr);
        if (ends[1])
            keep_text(number, (const char *)freed + offset, ends[1]);
    } else if (ends[0] & 0xff) {
        bpf_probe_read_kernel(&ends[1], 8, (const char *)freed + MAX_TEXT - offset - 8);
        if (has_no_zero(ends[0]) && has_no_zero(ends[1]))
            keep_text(number, freed, SOMEWHERE);
    }
    return 0;
}

