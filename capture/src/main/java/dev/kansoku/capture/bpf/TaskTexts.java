// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

/**
 * Arguments and environment of a process.
 *
 * @param started when its main thread started, nanoseconds since boot
 * @param arguments each with a NUL, the first one included
 * @param environment each with a NUL
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once at the start, never compared
record TaskTexts(long started, byte[] arguments, byte[] environment) {
    private static final int ARGUMENTS = 40;
    private static final int ENVIRONMENT = 42;
    private static final int TEXTS = 44;

    static TaskTexts of(StartRecord record) {
        int arguments = record.u16(ARGUMENTS);
        return new TaskTexts(
                record.started(),
                record.bytes(TEXTS, arguments),
                record.bytes(TEXTS + arguments, record.u16(ENVIRONMENT)));
    }
}
