/** Work that keeps a processor busy for long. Nothing that waits, for a database or for anybody else, is done in here. */
package dev.clm.common.work;
