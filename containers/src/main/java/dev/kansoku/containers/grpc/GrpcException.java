// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import java.io.IOException;

/** A call that the other side answered with a status that is not OK. */
public final class GrpcException extends IOException {
    private static final int NOT_FOUND = 5;
    private static final int UNIMPLEMENTED = 12;

    private static final long serialVersionUID = 1;

    private final int status;

    GrpcException(String method, int status, String message) {
        super(method + " failed with status " + status + (message.isEmpty() ? "" : ": " + message));
        this.status = status;
    }

    /** Whether what was asked for is not there. */
    public boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** Whether the other side has no such method. */
    public boolean isUnimplemented() {
        return status == UNIMPLEMENTED;
    }
}
