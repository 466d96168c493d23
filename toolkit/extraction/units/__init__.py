"""Units: the table's names in a text, shapes no table knows, levels, lists, fields."""
