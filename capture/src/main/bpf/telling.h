/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Tells of a call that has returned: by one event, or by one for each of the messages that it has sent or received, as if each had been a call of
 * its own: its header is the argument, and its length the result.
 *
 *   0                    56     60      64                      (of a 32-bit program: 28, 32)
 *  +--------------------+------+-------+-----------
 *  | header             | sent |       | the next message
 *  +--------------------+------+-------+-----------
 */
#pragma once
#include "interpret.h"
#include "limit.h"
#include "side.h"

#define MOST_MESSAGES 1024 /* the kernel takes no more with one call */

struct telling {
    struct scratch *s;
    const struct recipe *recipe;
    void *ctx;
    struct task_struct *task;
    u64 messages; /* where they lie, 0 where the call is told by one event */
    u32 cpu, number;
};

/* Puts the parameters of a call's event. A global function, so that the kernel checks it once. Returns where they end. Budget: MAX_PARTS parts. */
__noinline u32 put_parameters(u32 cpu, u32 number)
{
    struct scratch *s = bpf_map_lookup_elem(&scratches, &cpu);
    struct recipe *recipe = bpf_map_lookup_elem(&recipes, &number);

    if (!s || !recipe)
        return 0;
    interpret(s, recipe);
    return s->end;
}

static long tell_step(u32 i, struct telling *t)
{
    struct scratch *s = t->s;

    if (t->messages) {
        s->args[1] = t->messages + (u64)i * message_size(s);
        s->args[RESULT] = user_u32(s->args[1] + (s->compat ? sizeof(struct compat_message) : sizeof(struct user_message)));
        s->later = i > 0;
        if (i > 0 && is_held_back(t->recipe, t->cpu))
            return 0;
    }
    header(s, t->recipe, t->task->pid);
    put_parameters(t->cpu, t->number);
    close_event(s);
    if (wants_side(t->number))
        put_side(s, t->ctx, t->task, true, t->recipe->fd);
    finish(s, t->cpu, t->recipe->flags & RECIPE_URGENT);
    return 0;
}

/* Budget: MOST_MESSAGES steps of an event each. */
static __always_inline void tell_call(struct telling *t)
{
    struct scratch *s = t->s;
    u64 first = s->args[1];
    s64 result = s->args[RESULT];
    bool many = t->recipe->flags & RECIPE_EACH && result > 0;

    t->messages = many ? first : 0;
    bpf_loop(many ? (result < MOST_MESSAGES ? (u32)result : MOST_MESSAGES) : 1, tell_step, t, 0);
    s->args[1] = first;
    s->args[RESULT] = result;
}
