// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import java.util.Locale;

/** The shells that can be told how to complete a command line. */
public enum Shell {
    BASH,
    ZSH,
    FISH;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
