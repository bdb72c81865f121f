/** The {@code kansoku} command. */
@NullMarked
package dev.kansoku.cli;

import org.jspecify.annotations.NullMarked;
