/**
 * The program as its users have it: the jar, in processes of their own.
 *
 * <p>{@link dev.weft.process.Programs} starts the processes and ends them all, whatever happens; a
 * {@link dev.weft.process.Running} is one of them, and {@link dev.weft.process.Network} several
 * that have joined. Nothing here sleeps: a test waits for a line of output or for the end of a
 * process, with a limit behind which it fails and tells what the process has said.
 */
package dev.weft.process;
