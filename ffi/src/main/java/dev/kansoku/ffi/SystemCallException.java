// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.io.IOException;

/** A system call failed. */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    /**
     * @param call what was called, such as {@code bpf(BPF_PROG_LOAD)}
     * @param errno the positive error number
     */
    public SystemCallException(String call, int errno) {
        super(call + " failed: " + Native.errorName(errno));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
