/** The filter language: parser, syntax tree and interpreter. */
@NullMarked
package dev.kansoku.filter;

import org.jspecify.annotations.NullMarked;
