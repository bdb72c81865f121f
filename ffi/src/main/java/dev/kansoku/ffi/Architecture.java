// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

/** The processor this runs on, as far as system-call numbers and registers depend on it. */
public enum Architecture {
    X86_64,
    AARCH64;

    /**
     * The architecture of this machine.
     *
     * @throws UnsupportedOperationException on another one
     */
    public static Architecture current() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default ->
                    throw new UnsupportedOperationException(
                            "live capture knows x86_64 and aarch64, not " + name);
        };
    }

    /** One of two numbers, by architecture. */
    public int select(int x86, int aarch64) {
        return this == X86_64 ? x86 : aarch64;
    }
}
