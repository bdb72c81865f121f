/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Names of unix sockets. */
#pragma once
#include "kernel.h"

static __always_inline struct unix_address *unix_address_of(struct sock *sk)
{
    return sk ? BPF_CORE_READ((struct unix_sock *)sk, addr) : NULL;
}

/* Puts the path of a unix socket, or an empty one. */
static __always_inline u32 put_unix_path(u8 *to, struct sock *sk)
{
    struct unix_address *address = unix_address_of(sk);
    u32 n;

    to[0] = 0;
    if (!address)
        return 1;
    n = BPF_CORE_READ(address, len);
    if (n < 3 || n > 110)
        return 1;
    n = (n - 2) & 0x7f;
    bpf_probe_read_kernel(to, n, &address->name[0].sun_path);
    if (to[0] == 0)
        to[0] = '@';
    else if (to[(n - 1) & 0x7f] == 0)
        return n;
    to[n] = 0;
    return n + 1;
}
