"""The nomenclature on the screen: a year with its folders, one folder, the acts."""
