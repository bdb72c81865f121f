// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.ffi.Processes;
import java.util.List;

/**
 * What was there when the capture began. The tables are taken while events already gather in the
 * rings, so that nothing falls between the two.
 */
interface StartTables {
    void tell(StartListener start);

    /** These, and behind them others. */
    default StartTables then(StartTables others) {
        return start -> {
            tell(start);
            others.tell(start);
        };
    }

    /**
     * The tables of a command that is yet to start: as a child of this process it will have what
     * this process has, and of the fds those of its input and output.
     */
    static Pending ofCommand(boolean outputToStderr) {
        return new Pending(
                ProcTables.of(List.of(Processes.current())), Processes.current(), outputToStderr);
    }

    /** Tables that lack the number of the command. */
    record Pending(ProcTables tables, int self, boolean outputToStderr) {
        StartTables of(long command) {
            return start -> tables.tell(new AsChild(this, command, start));
        }
    }

    /** Tells of the command what this process has, and of this process no more than that it is. */
    final class AsChild extends ForwardingListener {
        private static final int STDOUT = 1;
        private static final int STDERR = 2;

        private final Pending pending;
        private final long command;

        AsChild(Pending pending, long command, StartListener start) {
            super(start);
            this.pending = pending;
            this.command = command;
        }

        @Override
        public void process(ProcessEntry process) {
            if (process.pid != pending.self()) {
                super.process(process);
            } else if (process.tid == process.pid) {
                super.process(process);
                super.process(forked(process));
            }
        }

        @Override
        public void fd(long tid, FdEntry fd) {
            long number = fd.number();
            if (number > STDERR || pending.outputToStderr() && number == STDOUT) {
                return;
            }
            super.fd(command, fd);
            if (pending.outputToStderr() && number == STDERR) {
                super.fd(
                        command,
                        new FdEntry(
                                STDOUT,
                                fd.inode(),
                                fd.type(),
                                fd.name(),
                                fd.flags(),
                                fd.device(),
                                fd.socket()));
            }
        }

        private ProcessEntry forked(ProcessEntry parent) {
            ProcessEntry child = new ProcessEntry();
            child.tid = command;
            child.pid = command;
            child.ptid = parent.pid;
            child.sid = parent.sid;
            child.vpgid = parent.vpgid;
            child.pgid = parent.pgid;
            child.comm = parent.comm;
            child.exe = parent.exe;
            child.exepath = parent.exepath;
            child.args = parent.args;
            child.env = parent.env;
            child.cwd = parent.cwd;
            child.root = parent.root;
            child.cgroups = parent.cgroups;
            child.fdLimit = parent.fdLimit;
            child.uid = parent.uid;
            child.gid = parent.gid;
            child.vtid = command;
            child.vpid = command;
            child.pidnsStart = parent.pidnsStart;
            child.tty = parent.tty;
            child.loginUid = parent.loginUid;
            child.capInheritable = parent.capInheritable;
            child.capPermitted = parent.capPermitted;
            child.capEffective = parent.capEffective;
            return child;
        }
    }
}
