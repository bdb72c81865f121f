// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import java.util.Locale;

/** The shells that can be told how to complete a command line. */
enum Shell {
    BASH,
    ZSH,
    FISH;

    /** As it is written. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
