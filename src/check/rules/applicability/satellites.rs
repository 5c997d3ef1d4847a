//! The satellites that an applicability means.

use crate::model::document::Applicability;
use crate::project::config::Project;

/// Returns the satellites that a document applies to: those it names, and all those of a mission of which it names
/// none. A mission whose satellites the project does not list stands for itself.
pub(super) fn of(project: &Project, stated: &Applicability) -> Vec<String> {
    let mut all: Vec<String> = stated.satellites.iter().map(|text| text.text.to_string()).collect();
    for named in &stated.missions {
        let Some(mission) = project.missions.iter().find(|mission| mission.id == named.text) else { continue };
        if mission.satellites.is_empty() {
            all.push(mission.id.clone());
        } else if !mission.satellites.iter().any(|satellite| all.contains(satellite)) {
            all.extend(mission.satellites.iter().cloned());
        }
    }
    if project.missions.is_empty() && all.is_empty() {
        all.extend(stated.missions.iter().map(|text| text.text.to_string()));
    }
    all
}

/// Returns the missions that a satellite belongs to.
pub(super) fn own_missions<'p>(project: &'p Project, satellite: &str) -> Vec<&'p str> {
    let owners = project.missions.iter().filter(|mission| mission.satellites.iter().any(|one| one == satellite));
    owners.map(|mission| mission.id.as_str()).collect()
}
