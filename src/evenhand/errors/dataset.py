"""Failures of registering, splitting, reading and deriving datasets."""

from evenhand.errors.base import EvenhandError, Refusal, Usage


class SplitInvalid(Usage):
    """What was asked for is no split of a table into parts."""

    code = "SPLIT-INVALID"
    remedy = "Name parts with shares that add up to 1, for example training=0.6,validation=0.2,holdout=0.2."


class SplitUnusable(Refusal):
    """These rows cannot be split as asked without leakage, or a part would hold no row."""

    code = "SPLIT-UNUSABLE"
    remedy = "Give every row a key and a time, or choose other shares."


class PartsLeak(Refusal):
    """The same key lies in two parts, so that what is measured on one is known from the other."""

    code = "PARTS-LEAK"
    remedy = "Leave the split to evenhand with --split and --by, or move all rows of a key into one part."


class QueryRefused(Usage):
    """The database did not run the query, or the query is not one that only reads."""

    code = "QUERY-REFUSED"
    remedy = "Pass one SELECT that runs in the database's own client under an account that may only read."


class DatabaseUnreachable(EvenhandError):
    """No connection to the database came about, or it broke."""

    code = "DATABASE-UNREACHABLE"
    remedy = "Check address, account and password with the database's own client, then run the command again."


class SourceUnclear(Usage):
    """It is not clear where the rows come from."""

    code = "SOURCE-UNCLEAR"
    remedy = "Name one source: a file, --part NAME=FILE for each part, --query with --database, or --reference."


class DatasetByReference(Refusal):
    """The dataset version pins rows that lie elsewhere; none of them is kept here."""

    code = "DATASET-BY-REFERENCE"
    remedy = "Fetch the pinned snapshot yourself and register its rows as a new version."


class RowsDiffer(Refusal):
    """The rows are not those that the dataset version names."""

    code = "ROWS-DIFFER"
    remedy = "Find out who changed them; register what is right now as a new version."


class StatementInvalid(Usage):
    """What people state about a dataset does not read as such a statement."""

    code = "STATEMENT-INVALID"
    remedy = "Mend that line; docs/reference/dataset.md lists what a statement may say."


class PopulationInvalid(Usage):
    """The stated shares of a population are none, or speak about no column of the dataset."""

    code = "POPULATION-INVALID"
    remedy = "State for each attribute the share of each group; the shares of an attribute add up to 1."


class TransformInvalid(Usage):
    """The code defines no transform."""

    code = "TRANSFORM-INVALID"
    remedy = "Define fit(training) and apply(table, state) at the top of the file."


class TransformFailed(Refusal):
    """The transform raised an error, or what it gave back is no table of the rows it got."""

    code = "TRANSFORM-FAILED"
    remedy = "Mend the code; it gets an Arrow table and gives one, in the same order of rows."
