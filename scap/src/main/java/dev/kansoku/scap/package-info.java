/** Reads and writes capture files in the .scap format. */
@NullMarked
package dev.kansoku.scap;

import org.jspecify.annotations.NullMarked;
