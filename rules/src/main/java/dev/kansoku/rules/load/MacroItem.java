// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.List;

/**
 * A macro as it stands once all files are read.
 *
 * @param condition in parts where some were appended
 * @param index which of all definitions the first of its name was
 * @param visibility which of all definitions the last that changed it was: it sees macros that were
 *     begun before
 */
record MacroItem(Context context, String name, List<Scalar> condition, int index, int visibility) {}
