/** Output formats: {@code %field} templates and JSON lines, prepared once and written as bytes. */
@NullMarked
package dev.kansoku.filter.format;

import org.jspecify.annotations.NullMarked;
