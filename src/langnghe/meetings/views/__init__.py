"""The pages of meetings: preparing and holding, following up, and showing."""
