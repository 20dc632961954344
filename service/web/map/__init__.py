"""The map: roles that were tried, heard of, lie near and are not known at all, drawn as a sea chart with a list beside it."""
