"""How fast the pages are beside bare Django pages that ask the database the same: `make bench`."""
