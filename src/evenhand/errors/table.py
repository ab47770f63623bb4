"""Failures of reading tables, and of the contract and the use case that say what they mean."""

from evenhand.errors.base import Refusal, Usage


class TableUnreadable(Usage):
    """The table cannot be opened, or its bytes are not of the format that they claim."""

    code = "TABLE-UNREADABLE"
    remedy = "Check the path and your right to read it, and open it once with the program that wrote it."


class TableNotAFile(Usage):
    """The path leads to something that is no regular file."""

    code = "TABLE-NOT-A-FILE"
    remedy = "Name one Parquet or CSV file; join the parts of a folder into one file first."


class TableFolderEmpty(Usage):
    """No file in a folder is a table."""

    code = "TABLE-FOLDER-EMPTY"
    remedy = "Name a folder that holds files ending in .parquet, .arrow, .feather, .csv or .tsv."


class TableSchemasUnlike(Usage):
    """The files of a folder do not have the same columns."""

    code = "TABLE-SCHEMAS-UNLIKE"
    remedy = "Measure the files apart, or write them anew with the same columns of the same types."


class TrainingRows(Usage):
    """A version is to be measured on the rows that it was trained on."""

    code = "TRAINING-ROWS"
    remedy = "Name rows that training has not seen with --data, and those that it has seen with --training."


class RowMissing(Usage):
    """One row is asked for, and none or several answer to the name."""

    code = "ROW-MISSING"
    remedy = "Name one row: its number, counted from 1, or a key that stands once."


class RowsUnclear(Usage):
    """It is not said which rows to measure on, or it is said twice."""

    code = "ROWS-UNCLEAR"
    remedy = "Give held-out rows with --data, or a registered dataset with --dataset, not both."


class TableFormatUnknown(Usage):
    """The file or the object is of no kind that a table is read from."""

    code = "TABLE-FORMAT-UNKNOWN"
    remedy = "Pass a Parquet or CSV file, a pandas, Polars or Arrow table, or a dict of lists."


class TableEmpty(Usage):
    """There is no row, or no column, to measure anything on."""

    code = "TABLE-EMPTY"
    remedy = "Pass a table with at least one column and one row below the names."


class TableRagged(Usage):
    """A row has more or fewer fields than there are column names."""

    code = "TABLE-RAGGED"
    remedy = "Mend that line: a delimiter inside a text needs quotes around the text."


class TableColumnNames(Usage):
    """Two columns share a name, or a column has none."""

    code = "TABLE-COLUMN-NAMES"
    remedy = "Give every column a name of its own; from pandas, write without the index."


class TableEncoding(Usage):
    """The bytes are not UTF-8 text."""

    code = "TABLE-ENCODING"
    remedy = "Save the file as UTF-8, for example with 'iconv -f LATIN1 -t UTF-8'."


class TableTooLarge(Refusal):
    """Reading the table would take more rows or memory than allowed."""

    code = "TABLE-TOO-LARGE"
    remedy = "Raise the limit if the machine has the memory, or pass a sample and say so in the data sheet."


class TableChanged(Refusal):
    """The file changed while it was being read, so no digest can speak for it."""

    code = "TABLE-CHANGED"
    remedy = "Wait until whatever writes it has ended, or read a copy."


class ColumnUnsupported(Usage):
    """A column holds what no metric, contract or model input can be made of."""

    code = "COLUMN-UNSUPPORTED"
    remedy = "Turn it into numbers, text, true and false or instants, or drop it."


class ColumnMissing(Usage):
    """A column that is named is not in the table."""

    code = "COLUMN-MISSING"
    remedy = "Correct the name, or add the column."


class ColumnUnusable(Usage):
    """A column is there, but its values cannot serve the purpose that was named for it."""

    code = "COLUMN-UNUSABLE"
    remedy = "Correct the column, or name another one."


class LabelUnusable(Usage):
    """The label does not say of every row whether the outcome was the favourable one."""

    code = "LABEL-UNUSABLE"
    remedy = "State 'favourable' as the table writes it, and leave out rows without a known outcome."


class ContractInvalid(Usage):
    """A contract contradicts itself or has a part that nobody knows."""

    code = "CONTRACT-INVALID"
    remedy = "Mend the named part; docs/reference/contract.md lists every key."


class UseCaseInvalid(Usage):
    """A use case contradicts itself or has a part that nobody knows."""

    code = "USE-CASE-INVALID"
    remedy = "Mend the named part; docs/reference/evenhand-yaml.md lists every key."


class FormUnreadable(Usage):
    """A YAML file cannot be read as plain, unambiguous YAML."""

    code = "FORM-UNREADABLE"
    remedy = "Mend the named line; every key stands once, and anchors, tags and further documents are not used here."


class AnswerUnknown(Usage):
    """An answer is given to a field that the document does not have."""

    code = "ANSWER-UNKNOWN"
    remedy = "Use the name of a field as the document lists it."


class PredictionsNotNamed(Usage):
    """Performance is asked for, and neither a score nor a prediction is named."""

    code = "PREDICTIONS-NOT-NAMED"
    remedy = "Name the column of scores, or that of predictions, or both."


class TaskUnfit(Usage):
    """What was predicted does not fit the kind of label."""

    code = "TASK-UNFIT"
    remedy = "Name the task yourself: 'binary', 'multi-class' or 'regression'."
