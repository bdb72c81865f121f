// SPDX-License-Identifier: Apache-2.0
/** What a command line asks for, read and checked: records that the parts of the command act on. */
@NullMarked
package dev.kansoku.cli.request;

import org.jspecify.annotations.NullMarked;
