/** One straight way for an event: source, state, filter, sink. */
@NullMarked
package dev.kansoku.engine;

import org.jspecify.annotations.NullMarked;
