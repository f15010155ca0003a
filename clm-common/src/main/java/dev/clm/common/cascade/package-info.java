/** What a delete in the other database does to rows here, and how it is taken back. Ids only: what rows hold never enters. */
package dev.clm.common.cascade;
